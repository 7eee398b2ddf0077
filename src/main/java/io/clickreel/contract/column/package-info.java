/** The types of ClickHouse's columns: what they hold, within which range, and how wide a value is. */
@NullMarked
package io.clickreel.contract.column;

import org.jspecify.annotations.NullMarked;
