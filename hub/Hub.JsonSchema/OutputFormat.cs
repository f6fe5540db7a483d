namespace Hub.JsonSchema;

/// <summary>How much a validation tells (JSON Schema Core 2020-12, section 12.4).</summary>
public enum OutputFormat
{
    /// <summary>The verdict only; <see cref="ValidationResult.Errors"/> stays empty.</summary>
    Flag,

    /// <summary>The verdict and a flat list of errors.</summary>
    Basic,

    /// <summary>As basic, and the errors as a tree that follows the schema in <see cref="ValidationResult.Details"/>.</summary>
    Detailed,
}
