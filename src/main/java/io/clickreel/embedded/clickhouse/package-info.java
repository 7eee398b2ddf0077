/**
 * The embedded ClickHouse: the real engine (libchdb) behind ClickHouse's own HTTP interface, in a separate JVM.
 *
 * <p>A request takes this way: {@code ClickHouseServer} (HTTP, errors) -> {@code HttpRequest} (what is asked, by whom)
 * -> {@code StatementRunner} (insert stream, streamed select or plain statement) -> {@code EngineConnection} (native)
 * -> {@code Reply} (compression, headers).
 */
@org.jspecify.annotations.NullMarked
package io.clickreel.embedded.clickhouse;
