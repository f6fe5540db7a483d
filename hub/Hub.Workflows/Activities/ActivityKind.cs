namespace Hub.Workflows.Activities;

/// <summary>How the designer and the runtime treat an activity.</summary>
public enum ActivityKind
{
    /// <summary>Runs at once.</summary>
    Action,

    /// <summary>May start a workflow; the designer shows the switch for it.</summary>
    Trigger,

    /// <summary>Runs in the background by nature.</summary>
    Job,

    /// <summary>May run in the background; the designer shows the tab for it.</summary>
    Task,
}
