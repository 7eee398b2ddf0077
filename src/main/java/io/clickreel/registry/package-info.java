/** Values whose schema is in a registry: how that is asked, and JSON made of Avro and Protobuf. */
@NullMarked
package io.clickreel.registry;

import org.jspecify.annotations.NullMarked;
