namespace Hub.JsonSchema;

/// <summary>The identifiers of the dialects that are built in.</summary>
public static class SchemaDialects
{
    /// <summary>JSON Schema 2020-12.</summary>
    public const string Draft202012 = "https://json-schema.org/draft/2020-12/schema";

    /// <summary>JSON Schema 2019-09.</summary>
    public const string Draft201909 = "https://json-schema.org/draft/2019-09/schema";

    /// <summary>JSON Schema draft 7.</summary>
    public const string Draft7 = "http://json-schema.org/draft-07/schema";

    /// <summary>JSON Schema draft 6.</summary>
    public const string Draft6 = "http://json-schema.org/draft-06/schema";

    /// <summary>JSON Schema draft 4.</summary>
    public const string Draft4 = "http://json-schema.org/draft-04/schema";
}
