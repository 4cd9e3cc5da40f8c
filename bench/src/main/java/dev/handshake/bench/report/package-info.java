/** What was measured, as a table, as JSON, as a picture, and beside the targets. */
@NullMarked
package dev.handshake.bench.report;

import org.jspecify.annotations.NullMarked;
