namespace Hub.Workflows.Comparison;

/// <summary>What kind of thing differs between two definitions.</summary>
public enum ChangeSubject
{
    /// <summary>A member of the definition itself: its name, its description …</summary>
    Definition,

    /// <summary>A member of <c>options</c>: activation, use as an activity, incident strategy …</summary>
    Option,

    /// <summary>A custom property of the definition.</summary>
    Property,

    /// <summary>A variable, of the workflow or of a container.</summary>
    Variable,

    /// <summary>An input that the workflow declares.</summary>
    Input,

    /// <summary>An output that the workflow declares.</summary>
    Output,

    /// <summary>An outcome that it offers when used as an activity.</summary>
    Outcome,

    /// <summary>A step that was added or removed.</summary>
    Activity,

    /// <summary>The name that a step is known by in scripts.</summary>
    ActivityName,

    /// <summary>The type of a step, or the version of the type.</summary>
    ActivityType,

    /// <summary>The container or the branch in which a step stands.</summary>
    ActivityPlace,

    /// <summary>A custom property of a step, or what the designer shows of it besides its box: its title, its description.</summary>
    ActivitySetting,

    /// <summary>An input of a step.</summary>
    ActivityInput,

    /// <summary>Where an output of a step goes.</summary>
    ActivityOutput,

    /// <summary>A way from one step's outcome to another step.</summary>
    Connection,

    /// <summary>The step with which a flowchart begins.</summary>
    Start,

    /// <summary>The order in which steps, or the ways that leave a step, come to their turn.</summary>
    Order,
}
