/** Signed notes and the checkpoints that are published as such (C2SP signed-note, tlog-checkpoint). */
@NullMarked
package dev.creditledger.audit.note;

import org.jspecify.annotations.NullMarked;
