/** What SQL may do: the syntax that is refused, and the addresses that are allowed. */
@NullMarked
package io.clickreel.embedded.clickhouse.walls;

import org.jspecify.annotations.NullMarked;
