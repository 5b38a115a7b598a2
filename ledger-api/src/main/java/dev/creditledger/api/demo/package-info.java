/** The main job on real input: an hour of requests to language models, metered, charged, explained and checked. */
@NullMarked
package dev.creditledger.api.demo;

import org.jspecify.annotations.NullMarked;
