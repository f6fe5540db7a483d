using System.Text.Json;
using Hub.Expressions.JavaScript;

namespace Hub.Expressions.Liquid;

/// <summary>A model made of the members of one JSON object; anything else offers nothing.</summary>
public sealed class JsonLiquidModel(JsonElement root) : ILiquidModel
{
    /// <summary>A model that offers nothing.</summary>
    public static JsonLiquidModel Empty { get; } = new(default);

    /// <inheritdoc />
    public bool TryGet(string name, out HostMember member)
    {
        JsonElement value = default;
        var found = root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out value);
        member = HostMember.FromValue(value);
        return found;
    }
}
