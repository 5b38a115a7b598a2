/** How requests fail: the catalogue of problems, and how each is written, whoever finds it. */
@NullMarked
package dev.creditledger.api.problem;

import org.jspecify.annotations.NullMarked;
