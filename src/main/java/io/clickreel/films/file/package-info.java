/** Reads film files: unpacks them, reads them as CSV or Parquet, and checks each value against the contract. */
@NullMarked
package io.clickreel.films.file;

import org.jspecify.annotations.NullMarked;
