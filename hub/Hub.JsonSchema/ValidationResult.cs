using System.Text.Json;

namespace Hub.JsonSchema;

/// <summary>The outcome of a validation.</summary>
public sealed class ValidationResult
{
    internal static ValidationResult Valid { get; } = new() { IsValid = true };

    internal static ValidationResult Invalid { get; } = new() { IsValid = false };

    /// <summary>The verdict.</summary>
    public required bool IsValid { get; init; }

    /// <summary>The errors in the order of the document's checks; empty when valid, or when only the flag was asked for.</summary>
    public IReadOnlyList<ValidationError> Errors { get; init; } = [];

    /// <summary>The errors as a tree, for <see cref="OutputFormat.Detailed"/>; otherwise null.</summary>
    public OutputUnit? Details { get; init; }

    /// <summary>Annotations, when <see cref="SchemaOptions.CollectAnnotations"/> asks for them and the document is valid.</summary>
    public IReadOnlyList<SchemaAnnotation> Annotations { get; init; } = [];

    /// <summary>True when there were more errors than <see cref="SchemaOptions.MaxErrors"/>.</summary>
    public bool Truncated { get; init; }

    /// <summary>
    /// Writes the standard output (section 12.4): <c>flag</c> without errors and details, <c>detailed</c> when there are details, otherwise
    /// <c>basic</c>. Each <c>error</c> is an object with members <c>fr</c> and <c>en</c>.
    /// </summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (Details is { } details)
        {
            WriteUnit(writer, details);
            return;
        }

        writer.WriteStartObject();
        writer.WriteBoolean("valid", IsValid);
        if (Errors.Count > 0)
        {
            writer.WriteStartArray("errors");
            foreach (var error in Errors)
            {
                writer.WriteStartObject();
                WriteLocations(writer, error.KeywordLocation, error.AbsoluteKeywordLocation, error.InstanceLocation);
                WriteText(writer, error.Message);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (Annotations.Count > 0)
        {
            writer.WriteStartArray("annotations");
            foreach (var annotation in Annotations)
            {
                writer.WriteStartObject();
                WriteLocations(writer, annotation.KeywordLocation, annotation.AbsoluteKeywordLocation, annotation.InstanceLocation);
                writer.WritePropertyName("annotation");
                annotation.Value.WriteTo(writer);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteUnit(Utf8JsonWriter writer, OutputUnit unit)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("valid", false);
        WriteLocations(writer, unit.KeywordLocation, unit.AbsoluteKeywordLocation, unit.InstanceLocation);
        if (unit.Message is { } message)
        {
            WriteText(writer, message);
        }

        if (unit.Errors.Count > 0)
        {
            writer.WriteStartArray("errors");
            foreach (var child in unit.Errors)
            {
                WriteUnit(writer, child);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteLocations(Utf8JsonWriter writer, string keyword, string absolute, string instance)
    {
        writer.WriteString("keywordLocation", keyword);
        if (!absolute.StartsWith('#'))
        {
            writer.WriteString("absoluteKeywordLocation", absolute);
        }

        writer.WriteString("instanceLocation", instance);
    }

    private static void WriteText(Utf8JsonWriter writer, BilingualText text)
    {
        writer.WriteStartObject("error");
        writer.WriteString("fr", text.Fr);
        writer.WriteString("en", text.En);
        writer.WriteEndObject();
    }
}
