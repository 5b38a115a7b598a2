/** Lists that are read as JSON, page by page, or exported as CSV. */
@NullMarked
package dev.creditledger.api.list;

import org.jspecify.annotations.NullMarked;
