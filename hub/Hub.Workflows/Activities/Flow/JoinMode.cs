namespace Hub.Workflows.Activities.Flow;

/// <summary>When a join lets the flow go on.</summary>
internal enum JoinMode
{
    /// <summary>When the first branch arrives; the others are cancelled.</summary>
    WaitAny,

    /// <summary>When every branch has arrived.</summary>
    WaitAll,

    /// <summary>When every branch has arrived or has turned out not to come.</summary>
    WaitAllActive,
}
