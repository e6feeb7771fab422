"""Registers the room with Django."""

from django.apps import AppConfig


class ChassisConfig(AppConfig):
    name = "wholetime.chassis"
    label = "chassis"

    def ready(self) -> None:
        from wholetime.chassis.actions import retention_rules
        from wholetime.chassis.models import chain_triggers, read_only, row_security
        from wholetime.chassis.models.arming import arm_after_migrating
        from wholetime.chassis.queries import pack_sections
        from wholetime.chassis.web import arrivals, reach, sign_in_log
        from wholetime.chassis.web.invitations import may_invite
        from wholetime.chassis.web.navigation import Entry, register

        arm_after_migrating(self, read_only.FUNCTION, read_only.arm)
        arm_after_migrating(self, chain_triggers.REFUSE_UNRECORDED, chain_triggers.arm)
        arm_after_migrating(self, row_security.FUNCTION, row_security.arm)
        pack_sections.register()
        retention_rules.register()
        arrivals.connect()
        sign_in_log.connect()
        reach.connect()
        register(Entry("People", "invitations", order=90, under=("/people/",), shown=may_invite))
