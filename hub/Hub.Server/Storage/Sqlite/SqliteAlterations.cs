using System.Text.Json;
using Hub.Server.Workflows.Alterations;

namespace Hub.Server.Storage.Sqlite;

/// <summary>Plans of alterations and their jobs.</summary>
internal sealed class SqliteAlterations(SqliteDatabase database) : IAlterationPlans
{
    private const string PlanColumns = "id, tenant, actor, alterations, filter, created_at, started_at, completed_at";
    private const string JobColumns = "number, instance_id, status, log, started_at, completed_at";

    public AlterationPlan? Find(TenantId tenant, string id) => database.Read(session => session.First(
        $"SELECT {PlanColumns} FROM alteration_plans WHERE tenant = $1 AND id = $2", MapPlan, tenant.Value, id));

    public IReadOnlyList<AlterationJob> Jobs(TenantId tenant, string planId) => database.Read(session => session.Query(
        $"SELECT {JobColumns} FROM alteration_jobs WHERE tenant = $1 AND plan_id = $2 ORDER BY number", MapJob, tenant.Value, planId));

    public AlterationPlan? NextOpen() => database.Read(session => session.First(
        $"SELECT {PlanColumns} FROM alteration_plans WHERE completed_at IS NULL ORDER BY created_at LIMIT 1", MapPlan));

    public IReadOnlyList<AlterationJob> Pending(AlterationPlan plan, int after, int limit) => database.Read(session => session.Query(
        $"SELECT {JobColumns} FROM alteration_jobs WHERE tenant = $1 AND plan_id = $2 AND status = 'Pending' AND number > $3 ORDER BY number LIMIT $4",
        MapJob,
        plan.Tenant.Value,
        plan.Id,
        after,
        limit));

    public static void Register(ChangeWriters writers)
    {
        writers.On<SaveAlterationPlan>((session, change) =>
        {
            var plan = change.Plan;
            if (session.First<bool?>("SELECT 1 FROM alteration_plans WHERE tenant = $1 AND id = $2", _ => true, plan.Tenant.Value, plan.Id) is true)
            {
                return ChangeResult.AlreadySeen;
            }

            session.Execute(
                "INSERT INTO alteration_plans (tenant, id, actor, alterations, filter, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
                plan.Tenant.Value,
                plan.Id,
                plan.Actor,
                plan.Alterations,
                plan.Filter,
                plan.CreatedAt.Stamp());
            session.Execute(
                "INSERT INTO alteration_jobs (tenant, plan_id, number, instance_id, status) SELECT $1, $2, key + 1, value, 'Pending' FROM json_each($3)",
                plan.Tenant.Value,
                plan.Id,
                JsonSerializer.Serialize(change.InstanceIds));
            return ChangeResult.Written;
        });
        writers.On<StartAlterationPlan>((session, change) => session.Execute(
            "UPDATE alteration_plans SET started_at = $3 WHERE tenant = $1 AND id = $2 AND started_at IS NULL", change.Tenant.Value, change.PlanId, change.At.Stamp()));
        writers.On<EndAlterationJob>((session, change) => session.Execute(
            "UPDATE alteration_jobs SET status = $4, log = $5, started_at = $6, completed_at = $7 WHERE tenant = $1 AND plan_id = $2 AND number = $3 AND status = 'Pending'",
            change.Tenant.Value,
            change.PlanId,
            change.Job.Number,
            change.Job.Status.ToString(),
            change.Job.Log,
            change.Job.StartedAt.Stamp(),
            change.Job.CompletedAt.Stamp()) == 1 ? ChangeResult.Written : ChangeResult.Stale);
        writers.On<EndAlterationPlan>((session, change) => session.Execute(
            "UPDATE alteration_plans SET completed_at = $3 WHERE tenant = $1 AND id = $2 AND completed_at IS NULL", change.Tenant.Value, change.PlanId, change.At.Stamp()));
        writers.On<ForgetAlterationPlans>((session, change) =>
        {
            session.Execute(
                "DELETE FROM alteration_jobs WHERE (tenant, plan_id) IN (SELECT tenant, id FROM alteration_plans WHERE completed_at < $1)", change.EndedBefore.Stamp());
            session.Execute("DELETE FROM alteration_plans WHERE completed_at < $1", change.EndedBefore.Stamp());
        });
    }

    private static AlterationPlan MapPlan(SqliteRow row) => new()
    {
        Id = row.GetString(0),
        Tenant = new(row.GetString(1)),
        Actor = row.GetString(2),
        Alterations = row.Bytes(3),
        Filter = row.Bytes(4),
        CreatedAt = row.Time(5),
        StartedAt = row.TimeOrNull(6),
        CompletedAt = row.TimeOrNull(7),
    };

    private static AlterationJob MapJob(SqliteRow row) => new(
        row.GetInt32(0), row.GetString(1), Enum.Parse<AlterationJobStatus>(row.GetString(2)), row.IsNull(3) ? default : row.Bytes(3), row.TimeOrNull(4), row.TimeOrNull(5));
}
