using System.Text.Json.Nodes;

namespace Hub.JsonSchema.Compatibility.Explaining;

/// <summary>Makes one edit to a document, of the kind that happens: a member gone or renamed, a value of another type, a number or a text beyond its bounds.</summary>
/// <param name="names">Names of members worth adding.</param>
/// <param name="texts">Texts worth putting in.</param>
internal sealed class DocumentEdits(IReadOnlyList<string> names, IReadOnlyList<string> texts)
{
    public string Edit(string document, Random chance)
    {
        var root = new JsonArray(JsonNode.Parse(document));
        var places = new List<(JsonNode Parent, string? Name, int Index)>();
        Collect(root, places);
        var (parent, name, index) = places[chance.Next(places.Count)];
        if (parent is JsonObject owner && name is not null)
        {
            EditMember(owner, name, chance);
        }
        else if (parent is JsonArray list)
        {
            EditItem(list, index, isRoot: ReferenceEquals(list, root), chance);
        }

        return root[0]?.ToJsonString() ?? "null";
    }

    private static void Collect(JsonNode? node, List<(JsonNode Parent, string? Name, int Index)> places)
    {
        switch (node)
        {
            case JsonObject owner:
                foreach (var (name, value) in owner)
                {
                    places.Add((owner, name, 0));
                    Collect(value, places);
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    places.Add((list, null, i));
                    Collect(list[i], places);
                }

                break;
        }
    }

    private void EditMember(JsonObject owner, string name, Random chance)
    {
        switch (chance.Next(5))
        {
            case 0:
                owner.Remove(name);
                break;
            case 1:
                var value = owner[name]?.DeepClone();
                owner.Remove(name);
                owner[NewName(chance)] = value;
                break;
            case 2:
                owner[NewName(chance)] = Anything(chance);
                break;
            default:
                owner[name] = Change(owner[name], chance);
                break;
        }
    }

    private void EditItem(JsonArray list, int index, bool isRoot, Random chance)
    {
        switch (isRoot ? 3 : chance.Next(5))
        {
            case 0:
                list.RemoveAt(index);
                break;
            case 1:
                list.Add(list[index]?.DeepClone());
                break;
            case 2:
                list.Add(Anything(chance));
                break;
            default:
                list[index] = Change(list[index], chance);
                break;
        }
    }

    private string NewName(Random chance) => names.Count > 0 && chance.Next(3) > 0 ? names[chance.Next(names.Count)] : "other";

    private JsonNode? Change(JsonNode? value, Random chance)
    {
        if (chance.Next(5) == 0)
        {
            return Anything(chance);
        }

        switch (value)
        {
            case JsonObject owner:
                var more = (JsonObject)owner.DeepClone();
                more[NewName(chance)] = Anything(chance);
                return more;
            case JsonArray list:
                return chance.Next(2) == 0 ? new JsonArray() : new JsonArray([.. list.Select(item => item?.DeepClone()), .. list.Select(item => item?.DeepClone())]);
            case JsonValue plain when plain.TryGetValue(out bool flag):
                return !flag;
            case JsonValue plain when plain.TryGetValue(out decimal number):
                return chance.Next(6) switch { 0 => number + 1, 1 => number - 1, 2 => -number, 3 => number + 0.5m, 4 => 0, _ => 1_000_000_007 };
            case JsonValue plain when plain.TryGetValue(out string? text):
                return chance.Next(6) switch
                {
                    0 => text + "x",
                    1 => text.Length > 0 ? text[..^1] : "x",
                    2 => "",
                    3 => text + text + new string('y', chance.Next(300)),
                    4 => text.ToUpperInvariant(),
                    _ => texts.Count > 0 ? texts[chance.Next(texts.Count)] : "?",
                };
            default:
                return Anything(chance);
        }
    }

    private JsonNode? Anything(Random chance) => chance.Next(7) switch
    {
        0 => null,
        1 => true,
        2 => chance.Next(-3, 100),
        3 => 0.25,
        4 => new JsonArray(),
        5 => new JsonObject(),
        _ => texts.Count > 0 ? texts[chance.Next(texts.Count)] : "text",
    };
}
