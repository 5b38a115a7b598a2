/** The language every room shares: exact amounts, causes, personal data and the marks of commands, events and rejections. */
@NullMarked
package dev.creditledger.domain;

import org.jspecify.annotations.NullMarked;
