/** libchdb in this process: connections, queries, inserts, the disk that it may fill. */
@NullMarked
package io.clickreel.embedded.clickhouse.engine;

import org.jspecify.annotations.NullMarked;
