/** The codecs: how API objects are read from and written to the formats that travel on the wire. */
@NullMarked
package io.kybern.model.wire;

import org.jspecify.annotations.NullMarked;
