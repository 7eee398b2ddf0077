/** Ranges of the topic made again: {@code clicks} and its views, beside the live tables, then swapped in. */
@org.jspecify.annotations.NullMarked
package io.clickreel.replay;
