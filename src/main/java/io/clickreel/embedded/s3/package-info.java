/** The embedded S3. */
@org.jspecify.annotations.NullMarked
package io.clickreel.embedded.s3;
