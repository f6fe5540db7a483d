using System.Text.Json;
using Hub.Workflows.Runtime;
using Hub.Workflows.Tests.Engine;

namespace Hub.Workflows.Tests.ElsaCases;

/// <summary>Compares a run with what a case expects of it.</summary>
internal static class ElsaCaseJudge
{
    public static List<string> Compare(JsonElement expect, WorkflowInstance instance, List<Burst> bursts, Family family)
    {
        var mistakes = new List<string>();
        var shown = expect.TryGetProperty("includeChildren", out _) ? [.. bursts, .. family.Bursts] : bursts;
        var records = shown.SelectMany(burst => burst.ActivityRecords).OrderBy(record => record.StartedAt).GroupBy(record => record.Id).Select(group => group.Last()).ToList();
        var lines = records.Where(record => record.Node.Descriptor.TypeName == "Elsa.WriteLine" && record.Status == ActivityStatus.Completed).Select(record => Value(record.ActivityState, "Text").AsText() ?? "").ToList();
        foreach (var item in expect.EnumerateObject())
        {
            var expected = item.Value;
            switch (item.Name)
            {
                case "status":
                    Same(item.Name, expected.GetString(), instance.Status.ToString(), mistakes);
                    break;
                case "subStatus":
                    Same(item.Name, expected.GetString(), instance.SubStatus.ToString(), mistakes);
                    break;
                case "writeLines":
                    Same(item.Name, expected.ToString(), JsonSerializer.Serialize(lines), mistakes);
                    break;
                case "writeLinesContain":
                    mistakes.AddRange(expected.EnumerateArray().Where(line => !lines.Contains(line.GetString()!)).Select(line => $"no line {line}"));
                    break;
                case "output":
                    mistakes.AddRange(expected.EnumerateObject().Where(member => !JsonElement.DeepEquals(member.Value, instance.Output.GetValueOrDefault(member.Name))).Select(member => $"output {member.Name} differs"));
                    break;
                case "variables":
                    mistakes.AddRange(expected.EnumerateObject().Where(member => !JsonElement.DeepEquals(member.Value, Value(instance.Variables, member.Name))).Select(member => $"variable {member.Name} differs"));
                    break;
                case "journal":
                    foreach (var entry in expected.EnumerateArray())
                    {
                        var count = bursts.SelectMany(burst => burst.Journal).Count(line => line.Node.Id == entry.GetProperty("activityId").GetString() && line.EventName == entry.GetProperty("eventName").GetString());
                        Same("journal", entry.GetProperty("count").GetRawText(), $"{count}", mistakes);
                    }

                    break;
                case "activityStateHasKey":
                    var has = records.Where(record => record.Node.Descriptor.TypeName == expected.GetProperty("activityType").GetString())
                        .Select(record => Value(record.ActivityState, expected.GetProperty("key").GetString()!).IsSet());
                    Same(item.Name, JsonSerializer.Serialize(expected.GetProperty("sequence").EnumerateArray().Select(flag => flag.GetBoolean())), JsonSerializer.Serialize(has), mistakes);
                    break;
                case "activityOutputsHaveKeys":
                    var named = records.First(record => record.Node.Name == expected.GetProperty("activityName").GetString());
                    mistakes.AddRange(expected.GetProperty("keys").EnumerateArray().Where(key => !Value(named.Outputs, key.GetString()!).IsSet()).Select(key => $"no output {key}"));
                    break;
                case "instanceReadable":
                    Same(item.Name, instance.Id, WorkflowInstance.Deserialize(instance.Serialize()).Id, mistakes);
                    break;
                case "http" or "includeChildren":
                    break;
                case "children":
                    foreach (var child in expected.EnumerateArray())
                    {
                        CompareChildren(child, instance, family, mistakes);
                    }

                    break;
                default:
                    mistakes.Add($"the test does not know the expectation {item.Name}");
                    break;
            }
        }

        if (mistakes.Count > 0)
        {
            mistakes.AddRange(instance.Incidents.Select(incident => $"incident at {incident.ActivityId}: {incident.Message} {incident.Exception?.Inner?.Message}"));
        }

        return mistakes;
    }

    private static void CompareChildren(JsonElement expected, WorkflowInstance parent, Family family, List<string> mistakes)
    {
        var children = family.Instances.Values.Where(child => child.DefinitionId == expected.GetProperty("definitionId").GetString() && child.ParentInstanceId == parent.Id).ToList();
        Same("children", expected.GetProperty("count").GetRawText(), $"{children.Count}", mistakes);
        if (expected.TryGetProperty("correlationIds", out var correlationIds))
        {
            Same("correlation ids", JsonSerializer.Serialize(correlationIds), JsonSerializer.Serialize(children.Select(child => child.CorrelationId)), mistakes);
        }

        if (expected.TryGetProperty("properties", out var properties))
        {
            mistakes.AddRange(
                from child in children
                from property in properties.EnumerateObject()
                where child.Properties.GetValueOrDefault(property.Name).ToString() != property.Value.ToString().Replace("$parent.id", parent.Id, StringComparison.Ordinal)
                select $"property {property.Name} differs");
        }
    }

    private static JsonElement Value(IEnumerable<KeyValuePair<string, JsonElement>> values, string name) => values.FirstOrDefault(pair => pair.Key == name).Value;

    private static void Same(string what, string? expected, string? actual, List<string> mistakes)
    {
        if (expected?.Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal) != actual?.Replace(" ", "", StringComparison.Ordinal))
        {
            mistakes.Add($"{what}: expected {expected}, got {actual}");
        }
    }
}
