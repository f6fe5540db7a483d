using System.Text.Json;
using Hub.Workflows;

namespace Hub.Server.ElsaApi.WorkflowDefinitions;

/// <summary>What a list shows of a definition beside its row. Stored definitions have these members before their root, where reading stops.</summary>
internal sealed record DefinitionHeading(string? Description, string? ToolVersion, bool IsReadonly, bool IsSystem)
{
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = JsonValues.MaxDepth };

    public static DefinitionHeading Read(ReadOnlySpan<byte> definition)
    {
        string? description = null, toolVersion = null;
        bool isReadonly = false, isSystem = false;
        var reader = new Utf8JsonReader(definition, Reading);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName && !reader.ValueTextEquals("root"u8))
        {
            if (reader.ValueTextEquals("description"u8))
            {
                reader.Read();
                description = reader.GetString();
            }
            else if (reader.ValueTextEquals("toolVersion"u8))
            {
                reader.Read();
                toolVersion = reader.GetString();
            }
            else if (reader.ValueTextEquals("isReadonly"u8))
            {
                reader.Read();
                isReadonly = reader.TokenType == JsonTokenType.True;
            }
            else if (reader.ValueTextEquals("isSystem"u8))
            {
                reader.Read();
                isSystem = reader.TokenType == JsonTokenType.True;
            }
            else
            {
                reader.Skip();
            }
        }

        return new DefinitionHeading(description, toolVersion, isReadonly, isSystem);
    }
}
