/** Batches of a partition, stored exactly once: from the poll to the commit. */
@NullMarked
package io.clickreel.delivery;

import org.jspecify.annotations.NullMarked;
