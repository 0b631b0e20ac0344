// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** The columns of a shard: plain Parquet that {@code spark.read().parquet} understands. */
final class ShardFormat {
  static final String ID = "id";
  static final String LABEL = "label";
  static final String HEIGHT = "height";
  static final String WIDTH = "width";
  static final String ENCODING = "encoding";
  static final String IMAGE = "image";

  static final MessageType SCHEMA =
      Types.buildMessage()
          .required(PrimitiveTypeName.BINARY)
          .as(LogicalTypeAnnotation.stringType())
          .named(ID)
          .required(PrimitiveTypeName.INT32)
          .named(LABEL)
          .required(PrimitiveTypeName.INT32)
          .named(HEIGHT)
          .required(PrimitiveTypeName.INT32)
          .named(WIDTH)
          .required(PrimitiveTypeName.BINARY)
          .as(LogicalTypeAnnotation.stringType())
          .named(ENCODING)
          .required(PrimitiveTypeName.BINARY)
          .named(IMAGE)
          .named("example");

  private ShardFormat() {}
}
