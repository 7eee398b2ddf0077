/** The words that all others use: a stream, a partition of its topic, and where a record came from. */
@NullMarked
package io.clickreel.stream;

import org.jspecify.annotations.NullMarked;
