namespace Hub.Workflows.Activities;

/// <summary>What a port is, and for an embedded one how the activity's JSON holds its activities.</summary>
public enum PortKind
{
    /// <summary>An outcome that connections leave from.</summary>
    Flow,

    /// <summary>The property is one activity.</summary>
    Embedded,

    /// <summary>The property is an array of activities; the designer's toolbox does not list it as a port.</summary>
    EmbeddedList,

    /// <summary>The property is an array of objects of which a member, <c>activity</c> unless the port says otherwise, is one (cases); not listed either.</summary>
    EmbeddedCases,
}
