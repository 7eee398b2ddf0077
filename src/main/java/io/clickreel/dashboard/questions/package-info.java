/** Business questions: the files of queries/, what may be chosen in each, and their answers from ClickHouse. */
@NullMarked
package io.clickreel.dashboard.questions;

import org.jspecify.annotations.NullMarked;
