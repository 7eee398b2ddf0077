/** ClickHouse's HTTP interface over the engine: requests, answers, formats, sessions. */
@NullMarked
package io.clickreel.embedded.clickhouse.http;

import org.jspecify.annotations.NullMarked;
