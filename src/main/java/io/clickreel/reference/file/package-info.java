/** What is in a film file: unpacked, read as CSV or Parquet, each value held against the contract. */
@NullMarked
package io.clickreel.reference.file;

import org.jspecify.annotations.NullMarked;
