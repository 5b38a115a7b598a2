/** What accounts have used of their live quotas. */
@NullMarked
package dev.creditledger.projections.quota;

import org.jspecify.annotations.NullMarked;
