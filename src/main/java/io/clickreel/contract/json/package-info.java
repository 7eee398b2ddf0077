/** Bytes of JSON: texts, times, numbers and UUIDs, read without making objects. */
@NullMarked
package io.clickreel.contract.json;

import org.jspecify.annotations.NullMarked;
