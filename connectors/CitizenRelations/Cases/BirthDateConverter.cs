using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hub.Connectors.CitizenRelations.Cases;

/// <summary>Reads a date of birth as the pivot identity writes it (<c>{value, precision}</c>) or as a form does (<c>"2018-09-12"</c>).</summary>
internal sealed class BirthDateConverter : JsonConverter<BirthDate>
{
    public override BirthDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new BirthDate(reader.GetString()!, null); // a string token has a string
        }

        var whole = JsonElement.ParseValue(ref reader);
        return whole.ValueKind == JsonValueKind.Object && whole.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.String
            ? new BirthDate(value.GetString()!, whole.TryGetProperty("precision", out var precision) ? precision.ToString() : null) // just seen to be a string
            : throw new JsonException("A date, or an object with value and precision, is expected.");
    }

    public override void Write(Utf8JsonWriter writer, BirthDate value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("value", value.Value);
        writer.WriteString("precision", value.Precision);
        writer.WriteEndObject();
    }
}
