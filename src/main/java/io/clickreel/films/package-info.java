/** dim_film: the lookup table of films, refreshed from S3 and swapped in whole. */
@org.jspecify.annotations.NullMarked
package io.clickreel.films;
