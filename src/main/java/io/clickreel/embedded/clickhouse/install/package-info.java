/** Fetches libchdb with npm, and knows whether what came is what was asked for. */
@NullMarked
package io.clickreel.embedded.clickhouse.install;

import org.jspecify.annotations.NullMarked;
