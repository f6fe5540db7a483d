using System.Globalization;
using System.Text.Json;

namespace Hub.Workflows.Runtime.Alterations;

/// <summary>A change that somebody makes to a running instance by hand, as in Elsa. Those of one plan are made together or not at all.</summary>
public abstract record Alteration
{
    /// <summary>Elsa's name of the alteration, which its JSON gives as <c>type</c>.</summary>
    public string Name => GetType().Name;

    /// <summary>Reads one from Elsa's JSON.</summary>
    /// <exception cref="JsonException">It is of no known type, or a member that it needs is missing.</exception>
    public static Alteration Parse(JsonElement json) => json.Member("type").AsText() switch
    {
        nameof(Cancel) => new Cancel(),
        nameof(CancelActivity) => new CancelActivity(json.Member("activityId").AsText(), json.Member("activityInstanceId").AsText()),
        nameof(ScheduleActivity) => new ScheduleActivity(json.Member("activityId").AsText(), json.Member("activityInstanceId").AsText()),
        nameof(RetryActivities) => new RetryActivities(TextList.From(json.Member("activityIds"))),
        nameof(ModifyVariable) => new ModifyVariable(json.Member("variableId").AsText() ?? throw Missing("variableId"), json.Member("value")),
        nameof(Migrate) => new Migrate(int.TryParse(json.Member("targetVersion").AsText(), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : throw Missing("targetVersion, a number")),
        var type => throw new JsonException($"An alteration needs as its type one of Cancel, CancelActivity, Migrate, ModifyVariable, RetryActivities, ScheduleActivity; this one has {type ?? "none"}."),
    };

    private static JsonException Missing(string member) => new($"The alteration needs its member {member}.");
}
