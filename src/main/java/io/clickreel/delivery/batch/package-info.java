/** One batch of a partition: its records, decoded as they arrive into the columns of a table. */
@NullMarked
package io.clickreel.delivery.batch;

import org.jspecify.annotations.NullMarked;
