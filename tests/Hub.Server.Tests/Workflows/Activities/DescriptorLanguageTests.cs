using System.Text.Json;
using Hub.Server.Connectors;
using Hub.Server.Schemas;
using Hub.Server.Tests.Architecture;
using Hub.Server.Tests.Exchange;
using Hub.Workflows.Activities;

namespace Hub.Server.Tests.Workflows.Activities;

public sealed class DescriptorLanguageTests
{
    /// <summary>Words that are the same in both languages. To add one: be sure of it.</summary>
    private static readonly HashSet<string> Same = new(StringComparer.Ordinal)
    {
        "Code", "Condition", "Console", "Cron", "FranceConnect", "HTTP", "Message", "Mode", "PayFiP", "Type", "Variable", "Workflow", "Workflows",
    };

    [Fact]
    public async Task Descriptors_OfEveryActivity_SayEverythingInFrenchAndInEnglish()
    {
        await using var scope = ExchangeScope.Open();
        scope.Get<SchemaCatalog>().Load(Path.Combine(Repository.Root, "schemas"));
        scope.Get<ConnectorRegistry>().Load(Path.Combine(Repository.Root, "connectors"));
        var mistakes = new SortedSet<string>(StringComparer.Ordinal);

        foreach (var descriptor in scope.Get<ActivityRegistry>().Descriptors)
        {
            Compare(descriptor.TypeName, Written(descriptor, "fr"), Written(descriptor, "en"), mistakes);
        }

        Assert.Contains(scope.Get<ActivityRegistry>().Descriptors, descriptor => descriptor.TypeName == "Hub.Connector.citizen-relations.openCase");
        Assert.True(mistakes.Count == 0, string.Join('\n', mistakes));
    }

    private static void Compare(string place, JsonElement french, JsonElement english, SortedSet<string> mistakes)
    {
        switch (english.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in english.EnumerateObject().Where(member => member.Name is not ("constructionProperties" or "customProperties" or "defaultValue")))
                {
                    var other = french.GetProperty(member.Name);
                    if (member.Name is "displayName" or "description" or "category" or "text" && member.Value.ValueKind == JsonValueKind.String)
                    {
                        // A choice whose text is its value is a code.
                        var isCode = member.Name == "text" && english.TryGetProperty("value", out var value) && value.ValueEquals(member.Value.GetString());
                        Judge($"{place}.{member.Name}", other.GetString() ?? "", member.Value.GetString() ?? "", isCode, mistakes);
                    }
                    else
                    {
                        Compare(english.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? $"{place}/{name.GetString()}.{member.Name}" : $"{place}.{member.Name}", other, member.Value, mistakes);
                    }
                }

                break;
            case JsonValueKind.Array:
                foreach (var (item, other) in english.EnumerateArray().Zip(french.EnumerateArray()))
                {
                    Compare(place, other, item, mistakes);
                }

                break;
        }
    }

    private static void Judge(string place, string french, string english, bool isCode, SortedSet<string> mistakes)
    {
        if (french.Length == 0 != (english.Length == 0))
        {
            mistakes.Add($"{place}: only one language has a text: '{english}' / '{french}'");
        }
        else if (french.Length == 0 && place.EndsWith("displayName", StringComparison.Ordinal))
        {
            mistakes.Add($"{place}: no text");
        }
        else if (french.Length > 0 && french == english && !isCode && !Same.Contains(french))
        {
            mistakes.Add($"{place}: French is English: '{english}'");
        }
    }

    private static JsonElement Written(ActivityDescriptor descriptor, string language)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            ActivityDescriptorWriter.Write(descriptor, writer, language);
        }

        return JsonElement.Parse(buffer.ToArray());
    }
}
