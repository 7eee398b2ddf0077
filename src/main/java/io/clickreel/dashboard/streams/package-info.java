/** What the page and the API tell of each stream without a line of SQL: its table, and the questions that are made from it. */
@NullMarked
package io.clickreel.dashboard.streams;

import org.jspecify.annotations.NullMarked;
