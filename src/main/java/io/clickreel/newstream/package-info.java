/** A stream made from a sample: contract, table and route, tried out before a file is written. */
@NullMarked
package io.clickreel.newstream;

import org.jspecify.annotations.NullMarked;
