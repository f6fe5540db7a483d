using System.Text.Json.Nodes;
using Hub.Workflows.Runtime.Alterations;

namespace Hub.Server.ElsaApi.Alterations;

/// <summary>Elsa's form of what alterations did to one instance.</summary>
internal static class AlterationModel
{
    /// <summary>More instances than one call may alter: each is a commit of its own, and the caller waits for all.</summary>
    public const int MostInstances = 1000;

    public static JsonNode Of(string instanceId, AlterationResult result) => new JsonObject
    {
        ["workflowInstanceId"] = instanceId,
        ["log"] = new JsonObject
        {
            ["logEntries"] = new JsonArray([.. result.Log.Select(entry => (JsonNode)new JsonObject
            {
                ["message"] = entry.Message,
                ["logLevel"] = entry.IsError ? "Error" : "Information",
                ["timestamp"] = entry.Timestamp,
                ["eventName"] = entry.EventName.Length == 0 ? null : entry.EventName,
            })]),
        },
        ["workflowHasScheduledWork"] = result.HasScheduledWork,
        ["isSuccessful"] = result.Burst is not null,
    };
}
