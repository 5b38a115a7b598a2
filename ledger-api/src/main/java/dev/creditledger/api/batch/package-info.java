/** Many changes in one request. */
@NullMarked
package dev.creditledger.api.batch;

import org.jspecify.annotations.NullMarked;
