/** JSON Schema as far as contracts use it: read from a file, refused where a keyword would not be enforced. */
@NullMarked
package io.clickreel.contract.schema;

import org.jspecify.annotations.NullMarked;
