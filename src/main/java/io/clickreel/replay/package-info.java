/**
 * Ranges of the topic made again: {@code clicks} and its views, beside the live tables, then swapped in. Dead letters stay
 * dead here; what moves them back is in {@code redrive}.
 */
@org.jspecify.annotations.NullMarked
package io.clickreel.replay;
