/** Fetches libchdb with npm, and checks that it is the one that was asked for. */
@NullMarked
package io.clickreel.embedded.clickhouse.install;

import org.jspecify.annotations.NullMarked;
