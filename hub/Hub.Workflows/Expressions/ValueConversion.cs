using System.Globalization;
using System.Text.Json;

namespace Hub.Workflows.Expressions;

/// <summary>Converts a value to a type alias (contract §1.4), as Elsa does when an expression's result meets a typed input.</summary>
internal static class ValueConversion
{
    /// <summary>The converted value.</summary>
    /// <exception cref="ExpressionFailedException">It cannot be converted; the message names the types, never the value.</exception>
    public static JsonElement Strict(JsonElement value, string typeName, bool isArray = false) =>
        TryConvert(value, typeName, isArray, out var converted)
            ? converted
            : throw new ExpressionFailedException($"A value of kind {value.ValueKind} cannot be converted to {typeName}{(isArray ? "[]" : "")}.");

    /// <summary>The converted value, or the value itself when it cannot be converted (variables keep what they are given).</summary>
    public static JsonElement Lenient(JsonElement value, string typeName, bool isArray = false) =>
        TryConvert(value, typeName, isArray, out var converted) ? converted : value;

    private static bool TryConvert(JsonElement value, string typeName, bool isArray, out JsonElement converted)
    {
        converted = value;
        if (value.IsNothing() || typeName == "Object")
        {
            return true;
        }

        if (isArray || IsStructured(typeName))
        {
            return TryParseStructured(ref converted);
        }

        switch (typeName.TrimEnd('?').ToUpperInvariant())
        {
            case "STRING":
                converted = value.ValueKind == JsonValueKind.String ? value : JsonValues.From(value.AsText());
                return true;
            case "BOOLEAN":
                return TryBoolean(value, out converted);
            case "INT16" or "INT32" or "INT64" or "LONG":
                return TryInteger(value, out converted);
            case "SINGLE" or "DOUBLE" or "DECIMAL":
                return TryReal(value, out converted);
            default:
                // Enumerations, dates, durations and unknown aliases travel as they are; whoever reads them parses them.
                return true;
        }
    }

    private static bool IsStructured(string typeName) =>
        typeName.EndsWith("[]", StringComparison.Ordinal)
        || typeName.Contains('<', StringComparison.Ordinal)
        || typeName.EndsWith("Dictionary", StringComparison.OrdinalIgnoreCase)
        || typeName.EndsWith("Map", StringComparison.OrdinalIgnoreCase)
        || typeName.StartsWith("Json", StringComparison.OrdinalIgnoreCase);

    private static bool TryParseStructured(ref JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return true;
        }

        var text = value.GetString().AsSpan().Trim();
        if (text.Length == 0)
        {
            value = JsonValues.Null;
        }
        else if (text[0] is '{' or '[')
        {
            try
            {
                value = JsonValues.Parse(text.ToString());
            }
            catch (JsonException)
            {
                // Text that only looks like JSON stays text.
            }
        }

        return true;
    }

    private static bool TryBoolean(JsonElement value, out JsonElement converted)
    {
        converted = value;
        switch (value.ValueKind)
        {
            case JsonValueKind.True or JsonValueKind.False:
                return true;
            case JsonValueKind.Number:
                converted = JsonValues.From(value.GetDouble() != 0);
                return true;
            case JsonValueKind.String:
                var text = value.GetString().AsSpan().Trim();
                if (text.Length == 0)
                {
                    converted = JsonValues.Null;
                    return true;
                }

                var isBoolean = bool.TryParse(text, out var flag);
                converted = JsonValues.From(flag);
                return isBoolean;
            default:
                return false;
        }
    }

    private static bool TryInteger(JsonElement value, out JsonElement converted)
    {
        converted = value;
        if (value.ValueKind == JsonValueKind.Number)
        {
            if (!value.TryGetInt64(out _) && value.TryGetDouble(out var real) && Math.Abs(real) < 9e15)
            {
                converted = JsonValues.From((long)Math.Round(real, MidpointRounding.ToEven));
            }

            return true;
        }

        return value.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => Give(JsonValues.From(value.ValueKind == JsonValueKind.True ? 1 : 0), out converted),
            JsonValueKind.String when string.IsNullOrWhiteSpace(value.GetString()) => Give(JsonValues.Null, out converted),
            JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => Give(JsonValues.From(number), out converted),
            _ => false,
        };
    }

    private static bool TryReal(JsonElement value, out JsonElement converted)
    {
        converted = value;
        if (value.ValueKind == JsonValueKind.Number)
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        var text = value.GetString();
        if (string.IsNullOrWhiteSpace(text))
        {
            return Give(JsonValues.Null, out converted);
        }

        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        return Give(JsonValues.Parse(number.ToString(CultureInfo.InvariantCulture)), out converted);
    }

    private static bool Give(JsonElement value, out JsonElement converted)
    {
        converted = value;
        return true;
    }
}
