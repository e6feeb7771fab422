"""Registers the room with Django."""

from django.apps import AppConfig


class ChassisConfig(AppConfig):
    name = "wholetime.chassis"
    label = "chassis"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from wholetime.chassis.actions import retention_rules
        from wholetime.chassis.models import chain_triggers
        from wholetime.chassis.models.read_only import arm_after_migrating
        from wholetime.chassis.queries import pack_sections
        from wholetime.chassis.web import arrivals, sign_in_log
        from wholetime.chassis.web.invitations import may_invite
        from wholetime.chassis.web.navigation import Entry, register

        post_migrate.connect(arm_after_migrating, sender=self, dispatch_uid="chassis.read_only")
        chained = chain_triggers.arm_after_migrating
        post_migrate.connect(chained, sender=self, dispatch_uid="chassis.audit_chain")
        pack_sections.register()
        retention_rules.register()
        arrivals.connect()
        sign_in_log.connect()
        register(Entry("People", "invitations", order=90, under=("/people/",), shown=may_invite))
