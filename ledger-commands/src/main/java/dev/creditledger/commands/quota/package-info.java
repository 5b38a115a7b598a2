/** The tiers' quotas: one aggregate that every node knows. */
@NullMarked
package dev.creditledger.commands.quota;

import org.jspecify.annotations.NullMarked;
